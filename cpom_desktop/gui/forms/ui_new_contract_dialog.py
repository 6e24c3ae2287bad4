"""Compiled from ui/new_contract_dialog.ui by `dev.py forms`: change the form, not this file."""

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QDialog, QFormLayout, QHBoxLayout,
    QLabel, QLineEdit, QSizePolicy, QSpacerItem,
    QVBoxLayout, QWidget)

from cpom_desktop.gui.widgets.choice import Choice
class Ui_NewContractDialog(object):
    def setupUi(self, NewContractDialog):
        if not NewContractDialog.objectName():
            NewContractDialog.setObjectName(u"NewContractDialog")
        NewContractDialog.setMinimumSize(QSize(520, 0))
        self.column = QVBoxLayout(NewContractDialog)
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
        self.kindLabel = QLabel(NewContractDialog)
        self.kindLabel.setObjectName(u"kindLabel")
        self.kindLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.kindLabel)

        self.kind = Choice(NewContractDialog)
        self.kind.setObjectName(u"kind")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.kind)

        self.nameLabel = QLabel(NewContractDialog)
        self.nameLabel.setObjectName(u"nameLabel")
        self.nameLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.nameLabel)

        self.name = QLineEdit(NewContractDialog)
        self.name.setObjectName(u"name")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.name)


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
        self.kindLabel.setBuddy(self.kind)
        self.nameLabel.setBuddy(self.name)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(NewContractDialog)

        QMetaObject.connectSlotsByName(NewContractDialog)
    # setupUi

    def retranslateUi(self, NewContractDialog):
        NewContractDialog.setWindowTitle(QCoreApplication.translate("NewContractDialog", u"Nouveau contrat", None))
        self.kindLabel.setText(QCoreApplication.translate("NewContractDialog", u"Type de contrat", None))
        self.nameLabel.setText(QCoreApplication.translate("NewContractDialog", u"Intitul\u00e9", None))
        self.name.setPlaceholderText(QCoreApplication.translate("NewContractDialog", u"CPOM Les Deux Rives 2027\u20132031", None))
    # retranslateUi
