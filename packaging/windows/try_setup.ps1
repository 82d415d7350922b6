# Installs the setup that was just built for the present user, runs the program, uninstalls it, and looks at what stays.
$ErrorActionPreference = "Stop"
$setup = Get-ChildItem dist/CXDesk-*-setup.exe | Select-Object -First 1
$place = Join-Path $env:TEMP "CXDesk à côté 客户"          # spaces, accents and other scripts in the path
$mine = Join-Path $env:TEMP "mine.cxdesk"

function Must([bool] $so, [string] $what) { if (-not $so) { throw $what } ; Write-Output "ok   $what" }

Start-Process $setup.FullName -ArgumentList "/S", "/D=$place" -Wait
Must (Test-Path (Join-Path $place "cxdesk.exe")) "installed without administrator's rights"
$opens = (Get-Item "HKCU:\Software\Classes\CXDesk.Workspace\shell\open\command").GetValue("")
Must ($opens -like "*cxdesk.exe*%1*") "workspaces open with it"

& (Join-Path $place "cxdesk-cli.exe") demo -w $mine --no-gui
Must ($LASTEXITCODE -eq 0 -and (Test-Path $mine)) "makes the sample workspace"
$said = & (Join-Path $place "cxdesk-cli.exe") metrics nps -w $mine --json | ConvertFrom-Json
Must ($said.metrics[0].groups[0].n -gt 0) "computes"

Start-Process (Join-Path $place "uninstall.exe") -ArgumentList "/S", "_?=$place" -Wait
Must (-not (Test-Path (Join-Path $place "_internal"))) "the program is gone"
Must (Test-Path $mine) "workspaces stay"
Must (-not (Test-Path "HKCU:\Software\Classes\CXDesk.Workspace")) "the association is gone"
