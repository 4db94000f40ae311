{{/* The chart's name and version, as a label. */}}
{{- define "portal.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Secrets are quoted as their place demands. What cannot be quoted here is refused. */}}
{{- define "portal.quote.checked" -}}
{{- if regexMatch "[\\x00-\\x1f\\x7f-\\x{9f}\\x{2028}\\x{2029}\\x{feff}]" . -}}
{{- fail "a secret holds a line break or a control character: make its Secret with another tool and leave secrets.create at false" -}}
{{- end -}}
{{- . -}}
{{- end -}}

{{- define "portal.quote.raw" -}}
{{- include "portal.quote.checked" . -}}
{{- end -}}

{{- define "portal.quote.properties" -}}
{{- if regexMatch "[^ -~]" . -}}
{{- fail "a secret in a properties file holds a character beyond ASCII: make its Secret with another tool and leave secrets.create at false" -}}
{{- end -}}
{{- $escaped := include "portal.quote.checked" . | replace "\\" "\\\\" -}}
{{- $blanks := regexFind "^ +" $escaped -}}
{{- $blanks | replace " " "\\ " -}}{{- trimPrefix $blanks $escaped -}}
{{- end -}}

{{- define "portal.quote.php" -}}
{{- include "portal.quote.checked" . | replace "\\" "\\\\" | replace "'" "\\'" -}}
{{- end -}}

{{- define "portal.quote.sql" -}}
{{- include "portal.quote.checked" . | replace "\\" "\\\\" | replace "'" "''" -}}
{{- end -}}

{{- define "portal.quote.xml" -}}
{{- include "portal.quote.checked" . | replace "&" "&amp;" | replace "<" "&lt;" | replace ">" "&gt;" | replace "\"" "&quot;" | replace "'" "&apos;" -}}
{{- end -}}

{{- define "portal.quote.yaml" -}}
{{- include "portal.quote.checked" . | toJson -}}
{{- end -}}

{{- define "portal.quote.json" -}}
{{- include "portal.quote.checked" . | toRawJson -}}
{{- end -}}

{{- define "portal.quote.cnf" -}}
"{{- include "portal.quote.checked" . | replace "\\" "\\\\" | replace "\"" "\\\"" -}}"
{{- end -}}

{{- define "portal.quote.line" -}}
{{- if regexMatch "[\"';]|(^|[\\s\\p{Z}])#|^[\\s\\p{Z}]|[\\s\\p{Z}]$|\\\\$|\\$\\{" . -}}
{{- fail "a secret holds a character that its place in a settings file cannot hold: choose another or make its Secret with another tool" -}}
{{- end -}}
{{- include "portal.quote.checked" . -}}
{{- end -}}

{{- define "portal.quote.double" -}}
{{- include "portal.quote.checked" . | replace "\\" "\\\\" | replace "\"" "\\\"" -}}
{{- end -}}

{{- define "portal.quote.single" -}}
{{- if contains "'" . -}}
{{- fail "a secret holds a quote that its place in a settings file cannot hold: choose another or make its Secret with another tool" -}}
{{- end -}}
{{- include "portal.quote.checked" . -}}
{{- end -}}

{{- define "portal.quote.shell" -}}
'{{- include "portal.quote.checked" . | replace "'" "'\\''" -}}'
{{- end -}}
