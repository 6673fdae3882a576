; The installer for Windows, made by Inno Setup 6.3 or newer. build/package_windows.py calls its compiler:
;   ISCC /DAppVersion=… /DAppNumbers=… /DFrozen=FOLDER /DOutput=FOLDER /DSetupName=NAME build\deviceclerk.iss
; It installs for the account that runs it, without an administrator; a newer version goes over the older one.

#ifndef AppVersion
  #error AppVersion is passed in: deviceclerk/__init__.py is the one place that says it
#endif
#define AppName "DeviceClerk"
#define Program "deviceclerkw.exe"

[Setup]
; What tells an upgrade from another program: never to be changed.
AppId={{6F1C2B7E-3D0A-4C55-9B1E-5A8D2E7F4C10}
AppName={#AppName}
AppVersion={#AppVersion}
AppVerName={#AppName} {#AppVersion}
AppPublisher={#AppName}
VersionInfoVersion={#AppNumbers}
VersionInfoDescription={#AppName} Setup
VersionInfoProductName={#AppName}
PrivilegesRequired=lowest
; What {userpf} means on Windows; Wine knows the folder by this name only.
DefaultDirName={localappdata}\Programs\{#AppName}
DisableProgramGroupPage=yes
DisableDirPage=auto
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
; A program that runs is asked to close: it records every scan before it goes.
CloseApplications=yes
RestartApplications=no
SetupIconFile=..\assets\icon\deviceclerk.ico
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName={#AppName}
WizardStyle=modern
Compression=lzma2
SolidCompression=yes
OutputDir={#Output}
OutputBaseFilename={#SetupName}
ShowLanguageDialog=auto
LanguageDetectionMethod=uilanguage

[Languages]
Name: "nl"; MessagesFile: "compiler:Languages\Dutch.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
nl.AtLogon=DeviceClerk starten zodra ik mij bij Windows aanmeld
en.AtLogon=Start DeviceClerk when I sign in to Windows
nl.AtStart=Bij het aanmelden:
en.AtStart=When signing in:
nl.Description=Bewaart wat leerlingen aan de deur inleveren, en weet wie er op de foto mag
en.Description=Keeps what pupils hand in at the door, and knows who may be photographed
nl.KeepData=De gegevens van de school staan in%n%n%1%n%nWilt u ze bewaren? Kiest u Nee, dan worden ze voorgoed gewist: leerlingen, toestemming en logboek.
en.KeepData=The school's data are in%n%n%1%n%nDo you want to keep them? If you choose No, they are deleted for good: pupils, consent and log.
nl.StillOpen=DeviceClerk is nog open. Sluit het en probeer het opnieuw.
en.StillOpen=DeviceClerk is still open. Close it and try again.

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: "autostart"; Description: "{cm:AtLogon}"; GroupDescription: "{cm:AtStart}"; Flags: unchecked

[InstallDelete]
; What an older version brought and this one does not have must not be found beside it.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#AppName}"; Filename: "{app}\{#Program}"; Comment: "{cm:Description}"
Name: "{autodesktop}\{#AppName}"; Filename: "{app}\{#Program}"; Comment: "{cm:Description}"; Tasks: desktopicon
Name: "{autostartup}\{#AppName}"; Filename: "{app}\{#Program}"; Tasks: autostart

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,{#AppName}}"; Flags: nowait postinstall skipifsilent

[Code]
const
  Patience = 240; { times a quarter of a second: a slow PC has to open a school before it can close it }
  AskAgain = 20;

{ Whether no process runs from this file: one that does lets nobody write to it. }
function IsFree(FileName: String): Boolean;
var
  Stream: TFileStream;
begin
  Result := True;
  if not FileExists(FileName) then
    Exit;
  try
    Stream := TFileStream.Create(FileName, fmOpenReadWrite or fmShareExclusive);
    Stream.Free;
  except
    Result := False;
  end;
end;

{ Asks the program to close, as the cross of its window does, and waits until it has gone. }
function CloseProgram(): Boolean;
var
  FileName: String;
  Code, Tries: Integer;
begin
  FileName := ExpandConstant('{app}\{#Program}');
  Tries := 0;
  while (not IsFree(FileName)) and (Tries < Patience) do
  begin
    if Tries mod AskAgain = 0 then
      Exec(ExpandConstant('{sys}\taskkill.exe'), '/IM {#Program}', '', SW_HIDE, ewWaitUntilTerminated, Code);
    Sleep(250);
    Tries := Tries + 1;
  end;
  Result := IsFree(FileName);
end;

{ A silent upgrade closes the program by itself; else Windows asks whether it may, on a page of its own. }
function PrepareToInstall(var NeedsRestart: Boolean): String;
begin
  Result := '';
  if WizardSilent() and not CloseProgram() then
    Result := CustomMessage('StillOpen');
end;

function InitializeUninstall(): Boolean;
begin
  Result := CloseProgram();
  if not Result then
    SuppressibleMsgBox(CustomMessage('StillOpen'), mbError, MB_OK, IDOK);
end;

{ Whether the removal was told to take the data along: unins000.exe /DELETEDATA, for who removes it unseen. }
function ToldToDelete(): Boolean;
var
  Number: Integer;
begin
  Result := False;
  for Number := 1 to ParamCount do
    if CompareText(ParamStr(Number), '/DELETEDATA') = 0 then
      Result := True;
end;

function ChosenToDelete(Data: String): Boolean;
begin
  Result := SuppressibleMsgBox(FmtMessage(CustomMessage('KeepData'), [Data]), mbConfirmation, MB_YESNO, IDYES) = IDNO;
end;

{ The school's data are kept unless somebody says otherwise; a silent removal that says nothing keeps them. }
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
var
  Data: String;
begin
  Data := ExpandConstant('{localappdata}\deviceclerk');
  if (CurUninstallStep = usPostUninstall) and DirExists(Data) then
    if ToldToDelete() or ChosenToDelete(Data) then
    begin
      DelTree(Data, True, True, True);
      DelTree(ExpandConstant('{localappdata}\deviceclerk-demo'), True, True, True);
    end;
end;
