; The installer for Windows, made by Inno Setup 6 from the folder that PyInstaller built there:
;   uv run --group bundle python scripts/bundle.py build
;   iscc /DVersion=0.1.0 packaging\posecoach.iss
; Untried so far: no Windows machine was at hand. See packaging/README.md.
#ifndef Version
  #define Version "0.0.0"
#endif

[Setup]
AppId={{6F0B3C52-6C7E-4E8E-9D36-0C1E4B7B5A11}
AppName=posecoach
AppVersion={#Version}
AppPublisher=The posecoach authors
DefaultDirName={autopf}\posecoach
DefaultGroupName=posecoach
; For this user alone, so that nobody needs an administrator.
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\LICENSE
SetupIconFile=..\src\posecoach\app\desktop\icon.ico
UninstallDisplayIcon={app}\posecoach-app.exe
OutputDir=..\dist
OutputBaseFilename=posecoach-{#Version}-windows-setup
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[Files]
Source: "..\dist\posecoach\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[InstallDelete]
; An upgrade must not find modules of the version before.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{autoprograms}\posecoach"; Filename: "{app}\posecoach-app.exe"
Name: "{autodesktop}\posecoach"; Filename: "{app}\posecoach-app.exe"; Tasks: desktop

[Tasks]
Name: "desktop"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked

[Run]
Filename: "{app}\posecoach-app.exe"; Description: "{cm:LaunchProgram,posecoach}"; Flags: nowait postinstall skipifsilent
