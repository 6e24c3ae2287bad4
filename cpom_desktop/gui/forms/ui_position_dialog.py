"""Compiled from ui/position_dialog.ui by `dev.py forms`: change the form, not this file."""

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QCheckBox, QFormLayout, QLabel,
    QLineEdit, QSizePolicy, QWidget)

from cpom_desktop.gui.widgets.choice import Choice
from cpom_desktop.gui.widgets.long_text import LongText
class Ui_PositionFields(object):
    def setupUi(self, PositionFields):
        if not PositionFields.objectName():
            PositionFields.setObjectName(u"PositionFields")
        self.fields = QFormLayout(PositionFields)
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(12)
        self.fields.setVerticalSpacing(8)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.sideLabel = QLabel(PositionFields)
        self.sideLabel.setObjectName(u"sideLabel")
        self.sideLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.sideLabel)

        self.side = Choice(PositionFields)
        self.side.setObjectName(u"side")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.side)

        self.valueLabel = QLabel(PositionFields)
        self.valueLabel.setObjectName(u"valueLabel")
        self.valueLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.valueLabel)

        self.value = QLineEdit(PositionFields)
        self.value.setObjectName(u"value")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.value)

        self.argumentLabel = QLabel(PositionFields)
        self.argumentLabel.setObjectName(u"argumentLabel")
        self.argumentLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.argumentLabel)

        self.argument = LongText(PositionFields)
        self.argument.setObjectName(u"argument")
        self.argument.setTabChangesFocus(True)
        self.argument.setMaximumSize(QSize(16777215, 96))

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.argument)

        self.untilLabel = QLabel(PositionFields)
        self.untilLabel.setObjectName(u"untilLabel")
        self.untilLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(3, QFormLayout.ItemRole.LabelRole, self.untilLabel)

        self.until = QLineEdit(PositionFields)
        self.until.setObjectName(u"until")

        self.fields.setWidget(3, QFormLayout.ItemRole.FieldRole, self.until)

        self.meetingLabel = QLabel(PositionFields)
        self.meetingLabel.setObjectName(u"meetingLabel")
        self.meetingLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(4, QFormLayout.ItemRole.LabelRole, self.meetingLabel)

        self.meeting = Choice(PositionFields)
        self.meeting.setObjectName(u"meeting")

        self.fields.setWidget(4, QFormLayout.ItemRole.FieldRole, self.meeting)

        self.packageLabel = QLabel(PositionFields)
        self.packageLabel.setObjectName(u"packageLabel")
        self.packageLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(5, QFormLayout.ItemRole.LabelRole, self.packageLabel)

        self.package = Choice(PositionFields)
        self.package.setObjectName(u"package")

        self.fields.setWidget(5, QFormLayout.ItemRole.FieldRole, self.package)

        self.precondition = QCheckBox(PositionFields)
        self.precondition.setObjectName(u"precondition")

        self.fields.setWidget(6, QFormLayout.ItemRole.FieldRole, self.precondition)

#if QT_CONFIG(shortcut)
        self.sideLabel.setBuddy(self.side)
        self.valueLabel.setBuddy(self.value)
        self.argumentLabel.setBuddy(self.argument)
        self.untilLabel.setBuddy(self.until)
        self.meetingLabel.setBuddy(self.meeting)
        self.packageLabel.setBuddy(self.package)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(PositionFields)

        QMetaObject.connectSlotsByName(PositionFields)
    # setupUi

    def retranslateUi(self, PositionFields):
        self.sideLabel.setText(QCoreApplication.translate("PositionFields", u"Partie", None))
        self.valueLabel.setText(QCoreApplication.translate("PositionFields", u"Valeur", None))
        self.argumentLabel.setText(QCoreApplication.translate("PositionFields", u"Argument", None))
        self.untilLabel.setText(QCoreApplication.translate("PositionFields", u"Valable jusqu\u2019au", None))
        self.until.setPlaceholderText(QCoreApplication.translate("PositionFields", u"jj/mm/aaaa, vide sans limite", None))
        self.meetingLabel.setText(QCoreApplication.translate("PositionFields", u"S\u00e9ance", None))
        self.packageLabel.setText(QCoreApplication.translate("PositionFields", u"Lot li\u00e9", None))
        self.precondition.setText(QCoreApplication.translate("PositionFields", u"Pr\u00e9alable\u00a0: le reste est sous r\u00e9serve de ce point", None))
        pass
    # retranslateUi
