"""Compiled from ui/position_dialog.ui by `dev.py forms`: change the form, not this file."""

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QCheckBox, QDialog, QFormLayout,
    QHBoxLayout, QLabel, QLineEdit, QSizePolicy,
    QSpacerItem, QVBoxLayout, QWidget)

from cpom_desktop.gui.widgets.choice import Choice
from cpom_desktop.gui.widgets.long_text import LongText
class Ui_PositionDialog(object):
    def setupUi(self, PositionDialog):
        if not PositionDialog.objectName():
            PositionDialog.setObjectName(u"PositionDialog")
        PositionDialog.setMinimumSize(QSize(520, 0))
        self.column = QVBoxLayout(PositionDialog)
        self.column.setSpacing(12)
        self.column.setObjectName(u"column")
        self.column.setContentsMargins(20, 16, 20, 16)
        self.head = QVBoxLayout()
        self.head.setSpacing(4)
        self.head.setObjectName(u"head")

        self.column.addLayout(self.head)

        self.fields = QFormLayout()
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(12)
        self.fields.setVerticalSpacing(8)
        self.sideLabel = QLabel(PositionDialog)
        self.sideLabel.setObjectName(u"sideLabel")
        self.sideLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.sideLabel)

        self.side = Choice(PositionDialog)
        self.side.setObjectName(u"side")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.side)

        self.valueLabel = QLabel(PositionDialog)
        self.valueLabel.setObjectName(u"valueLabel")
        self.valueLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.valueLabel)

        self.value = QLineEdit(PositionDialog)
        self.value.setObjectName(u"value")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.value)

        self.argumentLabel = QLabel(PositionDialog)
        self.argumentLabel.setObjectName(u"argumentLabel")
        self.argumentLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.argumentLabel)

        self.argument = LongText(PositionDialog)
        self.argument.setObjectName(u"argument")
        self.argument.setTabChangesFocus(True)
        self.argument.setMaximumSize(QSize(16777215, 96))

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.argument)

        self.untilLabel = QLabel(PositionDialog)
        self.untilLabel.setObjectName(u"untilLabel")
        self.untilLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.untilLabel)

        self.until = QLineEdit(PositionDialog)
        self.until.setObjectName(u"until")

        self.fields.setWidget(3, QFormLayout.ItemRole.FieldRole, self.until)

        self.meetingLabel = QLabel(PositionDialog)
        self.meetingLabel.setObjectName(u"meetingLabel")
        self.meetingLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(4, QFormLayout.ItemRole.LabelRole, self.meetingLabel)

        self.meeting = Choice(PositionDialog)
        self.meeting.setObjectName(u"meeting")

        self.fields.setWidget(4, QFormLayout.ItemRole.FieldRole, self.meeting)

        self.packageLabel = QLabel(PositionDialog)
        self.packageLabel.setObjectName(u"packageLabel")
        self.packageLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(5, QFormLayout.ItemRole.LabelRole, self.packageLabel)

        self.package = Choice(PositionDialog)
        self.package.setObjectName(u"package")

        self.fields.setWidget(5, QFormLayout.ItemRole.FieldRole, self.package)

        self.precondition = QCheckBox(PositionDialog)
        self.precondition.setObjectName(u"precondition")

        self.fields.setWidget(6, QFormLayout.ItemRole.FieldRole, self.precondition)


        self.column.addLayout(self.fields)

        self.problems = QVBoxLayout()
        self.problems.setObjectName(u"problems")

        self.column.addLayout(self.problems)

        self.buttonRow = QHBoxLayout()
        self.buttonRow.setSpacing(8)
        self.buttonRow.setObjectName(u"buttonRow")
        self.buttonSpace = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.buttonRow.addItem(self.buttonSpace)


        self.column.addLayout(self.buttonRow)

#if QT_CONFIG(shortcut)
        self.sideLabel.setBuddy(self.side)
        self.valueLabel.setBuddy(self.value)
        self.argumentLabel.setBuddy(self.argument)
        self.untilLabel.setBuddy(self.until)
        self.meetingLabel.setBuddy(self.meeting)
        self.packageLabel.setBuddy(self.package)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(PositionDialog)

        QMetaObject.connectSlotsByName(PositionDialog)
    # setupUi

    def retranslateUi(self, PositionDialog):
        PositionDialog.setWindowTitle(QCoreApplication.translate("PositionDialog", u"Modifier la position", None))
        self.sideLabel.setText(QCoreApplication.translate("PositionDialog", u"Partie", None))
        self.valueLabel.setText(QCoreApplication.translate("PositionDialog", u"Valeur", None))
        self.argumentLabel.setText(QCoreApplication.translate("PositionDialog", u"Argument", None))
        self.untilLabel.setText(QCoreApplication.translate("PositionDialog", u"Valable jusqu\u2019au", None))
        self.until.setPlaceholderText(QCoreApplication.translate("PositionDialog", u"jj/mm/aaaa, vide sans limite", None))
        self.meetingLabel.setText(QCoreApplication.translate("PositionDialog", u"S\u00e9ance", None))
        self.packageLabel.setText(QCoreApplication.translate("PositionDialog", u"Lot li\u00e9", None))
        self.precondition.setText(QCoreApplication.translate("PositionDialog", u"Pr\u00e9alable\u00a0: le reste est sous r\u00e9serve de ce point", None))
    # retranslateUi
