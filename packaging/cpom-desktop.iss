; Installer for Windows (Inno Setup 6), made from build\frozen after `dev.py freeze` on Windows.
; Written from the documentation; it has not been run yet.
[Setup]
AppId={{7C0B6C1E-2E0F-4E0C-9C1B-6B1C1D5B7A43}
AppName=CPOM Desktop
AppVersion=0.1.0
DefaultDirName={autopf}\CPOM Desktop
DefaultGroupName=CPOM Desktop
PrivilegesRequired=lowest
ChangesAssociations=yes
ArchitecturesInstallIn64BitMode=x64compatible arm64
SourceDir=..
OutputDir=build\installer
OutputBaseFilename=cpom-desktop-setup

[Languages]
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"

[Files]
Source: "build\frozen\cpom-desktop\*"; DestDir: "{app}"; Flags: recursesubdirs

[Icons]
Name: "{group}\CPOM Desktop"; Filename: "{app}\cpom-desktop.exe"

[Registry]
Root: HKA; Subkey: "Software\Classes\.cpom"; ValueType: string; ValueData: "CpomDesktop.Contrat"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\.cpomsync"; ValueType: string; ValueData: "CpomDesktop.Contrat"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\CpomDesktop.Contrat"; ValueType: string; ValueData: "Contrat CPOM"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\CpomDesktop.Contrat\shell\open\command"; ValueType: string; ValueData: """{app}\cpom-desktop.exe"" ""%1"""
