"""Compiled from ui/main_window.ui by `dev.py forms`: change the form, not this file."""

from PySide6.QtCore import (QCoreApplication, QDate, QDateTime, QLocale,
    QMetaObject, QObject, QPoint, QRect,
    QSize, QTime, QUrl, Qt)
from PySide6.QtGui import (QBrush, QColor, QConicalGradient, QCursor,
    QFont, QFontDatabase, QGradient, QIcon,
    QImage, QKeySequence, QLinearGradient, QPainter,
    QPalette, QPixmap, QRadialGradient, QTransform)
from PySide6.QtWidgets import (QApplication, QFrame, QHBoxLayout, QMainWindow,
    QSizePolicy, QSpacerItem, QStackedWidget, QVBoxLayout,
    QWidget)
class Ui_MainWindow(object):
    def setupUi(self, MainWindow):
        if not MainWindow.objectName():
            MainWindow.setObjectName(u"MainWindow")
        self.canvas = QWidget(MainWindow)
        self.canvas.setObjectName(u"canvas")
        self.column = QVBoxLayout(self.canvas)
        self.column.setSpacing(0)
        self.column.setObjectName(u"column")
        self.column.setContentsMargins(0, 0, 0, 0)
        self.bar = QFrame(self.canvas)
        self.bar.setObjectName(u"bar")
        self.barRow = QHBoxLayout(self.bar)
        self.barRow.setSpacing(8)
        self.barRow.setObjectName(u"barRow")
        self.barRow.setContentsMargins(16, 0, 16, 0)
        self.nameRow = QHBoxLayout()
        self.nameRow.setSpacing(12)
        self.nameRow.setObjectName(u"nameRow")

        self.barRow.addLayout(self.nameRow)

        self.barSpace = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

        self.barRow.addItem(self.barSpace)

        self.actionRow = QHBoxLayout()
        self.actionRow.setSpacing(4)
        self.actionRow.setObjectName(u"actionRow")

        self.barRow.addLayout(self.actionRow)


        self.column.addWidget(self.bar)

        self.tabs = QFrame(self.canvas)
        self.tabs.setObjectName(u"tabs")
        self.tabRow = QHBoxLayout(self.tabs)
        self.tabRow.setSpacing(0)
        self.tabRow.setObjectName(u"tabRow")
        self.tabRow.setContentsMargins(8, 0, 8, 0)

        self.column.addWidget(self.tabs)

        self.pages = QStackedWidget(self.canvas)
        self.pages.setObjectName(u"pages")
        sizePolicy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sizePolicy.setHorizontalStretch(0)
        sizePolicy.setVerticalStretch(1)
        sizePolicy.setHeightForWidth(self.pages.sizePolicy().hasHeightForWidth())
        self.pages.setSizePolicy(sizePolicy)

        self.column.addWidget(self.pages)

        self.status = QFrame(self.canvas)
        self.status.setObjectName(u"status")
        self.statusRow = QHBoxLayout(self.status)
        self.statusRow.setSpacing(12)
        self.statusRow.setObjectName(u"statusRow")
        self.statusRow.setContentsMargins(12, 0, 12, 0)

        self.column.addWidget(self.status)

        MainWindow.setCentralWidget(self.canvas)

        self.retranslateUi(MainWindow)

        QMetaObject.connectSlotsByName(MainWindow)
    # setupUi

    def retranslateUi(self, MainWindow):
        MainWindow.setWindowTitle(QCoreApplication.translate("MainWindow", u"CPOM Desktop", None))
#if QT_CONFIG(accessibility)
        self.bar.setAccessibleName(QCoreApplication.translate("MainWindow", u"Contrat", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.tabs.setAccessibleName(QCoreApplication.translate("MainWindow", u"Onglets", None))
#endif // QT_CONFIG(accessibility)
#if QT_CONFIG(accessibility)
        self.status.setAccessibleName(QCoreApplication.translate("MainWindow", u"\u00c9tat du contrat", None))
#endif // QT_CONFIG(accessibility)
    # retranslateUi
