"""Compiled from ui/new_contract_dialog.ui by `dev.py forms`: change the form, not this file."""

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFormLayout, QLabel, QLineEdit,
    QSizePolicy, QWidget)

from cpom_desktop.gui.widgets.choice import Choice
class Ui_NewContractFields(object):
    def setupUi(self, NewContractFields):
        if not NewContractFields.objectName():
            NewContractFields.setObjectName(u"NewContractFields")
        self.fields = QFormLayout(NewContractFields)
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(12)
        self.fields.setVerticalSpacing(8)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.kindLabel = QLabel(NewContractFields)
        self.kindLabel.setObjectName(u"kindLabel")
        self.kindLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.kindLabel)

        self.kind = Choice(NewContractFields)
        self.kind.setObjectName(u"kind")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.kind)

        self.nameLabel = QLabel(NewContractFields)
        self.nameLabel.setObjectName(u"nameLabel")
        self.nameLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.nameLabel)

        self.name = QLineEdit(NewContractFields)
        self.name.setObjectName(u"name")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.name)

#if QT_CONFIG(shortcut)
        self.kindLabel.setBuddy(self.kind)
        self.nameLabel.setBuddy(self.name)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(NewContractFields)

        QMetaObject.connectSlotsByName(NewContractFields)
    # setupUi

    def retranslateUi(self, NewContractFields):
        self.kindLabel.setText(QCoreApplication.translate("NewContractFields", u"Type de contrat", None))
        self.nameLabel.setText(QCoreApplication.translate("NewContractFields", u"Intitul\u00e9", None))
        self.name.setPlaceholderText(QCoreApplication.translate("NewContractFields", u"CPOM Les Deux Rives 2027\u20132031", None))
        pass
    # retranslateUi
