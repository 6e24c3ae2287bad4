"""Compiled from ui/author_dialog.ui by `dev.py forms`: change the form, not this file."""

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
class Ui_AuthorDialog(object):
    def setupUi(self, AuthorDialog):
        if not AuthorDialog.objectName():
            AuthorDialog.setObjectName(u"AuthorDialog")
        AuthorDialog.setMinimumSize(QSize(520, 0))
        self.column = QVBoxLayout(AuthorDialog)
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
        self.nameLabel = QLabel(AuthorDialog)
        self.nameLabel.setObjectName(u"nameLabel")
        self.nameLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(0, QFormLayout.ItemRole.LabelRole, self.nameLabel)

        self.name = QLineEdit(AuthorDialog)
        self.name.setObjectName(u"name")

        self.fields.setWidget(0, QFormLayout.ItemRole.FieldRole, self.name)

        self.organisationLabel = QLabel(AuthorDialog)
        self.organisationLabel.setObjectName(u"organisationLabel")
        self.organisationLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(1, QFormLayout.ItemRole.LabelRole, self.organisationLabel)

        self.organisation = QLineEdit(AuthorDialog)
        self.organisation.setObjectName(u"organisation")

        self.fields.setWidget(1, QFormLayout.ItemRole.FieldRole, self.organisation)

        self.sideLabel = QLabel(AuthorDialog)
        self.sideLabel.setObjectName(u"sideLabel")
        self.sideLabel.setTextFormat(Qt.PlainText)

        self.fields.setWidget(2, QFormLayout.ItemRole.LabelRole, self.sideLabel)

        self.side = Choice(AuthorDialog)
        self.side.setObjectName(u"side")

        self.fields.setWidget(2, QFormLayout.ItemRole.FieldRole, self.side)


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
        self.nameLabel.setBuddy(self.name)
        self.organisationLabel.setBuddy(self.organisation)
        self.sideLabel.setBuddy(self.side)
#endif // QT_CONFIG(shortcut)

        self.retranslateUi(AuthorDialog)

        QMetaObject.connectSlotsByName(AuthorDialog)
    # setupUi

    def retranslateUi(self, AuthorDialog):
        AuthorDialog.setWindowTitle(QCoreApplication.translate("AuthorDialog", u"Qui modifie ce contrat\u202f?", None))
        self.nameLabel.setText(QCoreApplication.translate("AuthorDialog", u"Civilit\u00e9 et nom", None))
        self.name.setPlaceholderText(QCoreApplication.translate("AuthorDialog", u"Mme Sol\u00e8ne Attias", None))
        self.organisationLabel.setText(QCoreApplication.translate("AuthorDialog", u"Organisme", None))
        self.organisation.setPlaceholderText(QCoreApplication.translate("AuthorDialog", u"Association Les Deux Rives", None))
        self.sideLabel.setText(QCoreApplication.translate("AuthorDialog", u"Partie", None))
    # retranslateUi
