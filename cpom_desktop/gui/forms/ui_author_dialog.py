"""Compiled from ui/author_dialog.ui by `dev.py forms`: change the form, not this file."""

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
class Ui_AuthorFields(object):
    def setupUi(self, AuthorFields):
        if not AuthorFields.objectName():
            AuthorFields.setObjectName(u"AuthorFields")
        self.fields = QFormLayout(AuthorFields)
        self.fields.setObjectName(u"fields")
        self.fields.setHorizontalSpacing(12)
        self.fields.setVerticalSpacing(8)
        self.fields.setContentsMargins(0, 0, 0, 0)
        self.nameLabel = QLabel(AuthorFields)
        self.nameLabel.setObjectName(u"nameLabel")
        self.nameLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.nameLabel)

        self.name = QLineEdit(AuthorFields)
        self.name.setObjectName(u"name")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.name)

        self.organisationLabel = QLabel(AuthorFields)
        self.organisationLabel.setObjectName(u"organisationLabel")
        self.organisationLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.organisationLabel)

        self.organisation = QLineEdit(AuthorFields)
        self.organisation.setObjectName(u"organisation")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.organisation)

        self.sideLabel = QLabel(AuthorFields)
        self.sideLabel.setObjectName(u"sideLabel")
        self.sideLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.sideLabel)

        self.side = Choice(AuthorFields)
        self.side.setObjectName(u"side")

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.side)

#if QT_CONFIG(shortcut)
        self.nameLabel.setBuddy(self.name)
        self.organisationLabel.setBuddy(self.organisation)
        self.sideLabel.setBuddy(self.side)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(AuthorFields)

        QMetaObject.connectSlotsByName(AuthorFields)
    # setupUi

    def retranslateUi(self, AuthorFields):
        self.nameLabel.setText(QCoreApplication.translate("AuthorFields", u"Civilit\u00e9 et nom", None))
        self.name.setPlaceholderText(QCoreApplication.translate("AuthorFields", u"Mme Sol\u00e8ne Attias", None))
        self.organisationLabel.setText(QCoreApplication.translate("AuthorFields", u"Organisme", None))
        self.organisation.setPlaceholderText(QCoreApplication.translate("AuthorFields", u"Association Les Deux Rives", None))
        self.sideLabel.setText(QCoreApplication.translate("AuthorFields", u"Partie", None))
        pass
    # retranslateUi
