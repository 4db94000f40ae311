{{/* The chart's name and version, as a label. */}}
{{- define "database.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Secrets are quoted as their place demands. What cannot be quoted here is refused. */}}
{{- define "database.quote.checked" -}}
{{- if regexMatch "[\\x00-\\x1f\\x7f-\\x{9f}\\x{2028}\\x{2029}\\x{feff}]" . -}}
{{- fail "a secret holds a line break or a control character: make its Secret with another tool and leave secrets.create at false" -}}
{{- end -}}
{{- . -}}
{{- end -}}

{{- define "database.quote.raw" -}}
{{- include "database.quote.checked" . -}}
{{- end -}}

{{- define "database.quote.properties" -}}
{{- if regexMatch "[^ -~]" . -}}
{{- fail "a secret in a properties file holds a character beyond ASCII: make its Secret with another tool and leave secrets.create at false" -}}
{{- end -}}
{{- $escaped := include "database.quote.checked" . | replace "\\" "\\\\" -}}
{{- $blanks := regexFind "^ +" $escaped -}}
{{- $blanks | replace " " "\\ " -}}{{- trimPrefix $blanks $escaped -}}
{{- end -}}

{{- define "database.quote.php" -}}
{{- include "database.quote.checked" . | replace "\\" "\\\\" | replace "'" "\\'" -}}
{{- end -}}

{{- define "database.quote.sql" -}}
{{- include "database.quote.checked" . | replace "\\" "\\\\" | replace "'" "''" -}}
{{- end -}}

{{- define "database.quote.xml" -}}
{{- include "database.quote.checked" . | replace "&" "&amp;" | replace "<" "&lt;" | replace ">" "&gt;" | replace "\"" "&quot;" | replace "'" "&apos;" -}}
{{- end -}}

{{- define "database.quote.yaml" -}}
{{- include "database.quote.checked" . | toJson -}}
{{- end -}}

{{- define "database.quote.json" -}}
{{- include "database.quote.checked" . | toRawJson -}}
{{- end -}}

{{- define "database.quote.cnf" -}}
"{{- include "database.quote.checked" . | replace "\\" "\\\\" | replace "\"" "\\\"" -}}"
{{- end -}}

{{- define "database.quote.line" -}}
{{- if regexMatch "[\"';]|(^|[\\s\\p{Z}])#|^[\\s\\p{Z}]|[\\s\\p{Z}]$|\\\\$|\\$\\{" . -}}
{{- fail "a secret holds a character that its place in a settings file cannot hold: choose another or make its Secret with another tool" -}}
{{- end -}}
{{- include "database.quote.checked" . -}}
{{- end -}}

{{- define "database.quote.double" -}}
{{- include "database.quote.checked" . | replace "\\" "\\\\" | replace "\"" "\\\"" -}}
{{- end -}}

{{- define "database.quote.single" -}}
{{- if contains "'" . -}}
{{- fail "a secret holds a quote that its place in a settings file cannot hold: choose another or make its Secret with another tool" -}}
{{- end -}}
{{- include "database.quote.checked" . -}}
{{- end -}}

{{- define "database.quote.shell" -}}
'{{- include "database.quote.checked" . | replace "'" "'\\''" -}}'
{{- end -}}
