{{/* The chart's name and version, as a label. */}}
{{- define "score-record.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Secrets are quoted as their place demands. What cannot be quoted here is refused. */}}
{{- define "score-record.quote.checked" -}}
{{- if regexMatch "[\\x00-\\x1f\\x7f-\\x{9f}\\x{2028}\\x{2029}\\x{feff}]" . -}}
{{- fail "a secret holds a line break or a control character: make its Secret with another tool and leave secrets.create at false" -}}
{{- end -}}
{{- . -}}
{{- end -}}

{{- define "score-record.quote.raw" -}}
{{- include "score-record.quote.checked" . -}}
{{- end -}}

{{- define "score-record.quote.properties" -}}
{{- if regexMatch "[^ -~]" . -}}
{{- fail "a secret in a properties file holds a character beyond ASCII: make its Secret with another tool and leave secrets.create at false" -}}
{{- end -}}
{{- $escaped := include "score-record.quote.checked" . | replace "\\" "\\\\" -}}
{{- $blanks := regexFind "^ +" $escaped -}}
{{- $blanks | replace " " "\\ " -}}{{- trimPrefix $blanks $escaped -}}
{{- end -}}

{{- define "score-record.quote.php" -}}
{{- include "score-record.quote.checked" . | replace "\\" "\\\\" | replace "'" "\\'" -}}
{{- end -}}

{{- define "score-record.quote.sql" -}}
{{- include "score-record.quote.checked" . | replace "\\" "\\\\" | replace "'" "''" -}}
{{- end -}}

{{- define "score-record.quote.xml" -}}
{{- include "score-record.quote.checked" . | replace "&" "&amp;" | replace "<" "&lt;" | replace ">" "&gt;" | replace "\"" "&quot;" | replace "'" "&apos;" -}}
{{- end -}}

{{- define "score-record.quote.yaml" -}}
{{- include "score-record.quote.checked" . | toJson -}}
{{- end -}}

{{- define "score-record.quote.json" -}}
{{- include "score-record.quote.checked" . | toRawJson -}}
{{- end -}}

{{- define "score-record.quote.cnf" -}}
"{{- include "score-record.quote.checked" . | replace "\\" "\\\\" | replace "\"" "\\\"" -}}"
{{- end -}}

{{- define "score-record.quote.line" -}}
{{- if regexMatch "[\"';]|(^|[\\s\\p{Z}])#|^[\\s\\p{Z}]|[\\s\\p{Z}]$|\\\\$|\\$\\{" . -}}
{{- fail "a secret holds a character that its place in a settings file cannot hold: choose another or make its Secret with another tool" -}}
{{- end -}}
{{- include "score-record.quote.checked" . -}}
{{- end -}}

{{- define "score-record.quote.double" -}}
{{- include "score-record.quote.checked" . | replace "\\" "\\\\" | replace "\"" "\\\"" -}}
{{- end -}}

{{- define "score-record.quote.single" -}}
{{- if contains "'" . -}}
{{- fail "a secret holds a quote that its place in a settings file cannot hold: choose another or make its Secret with another tool" -}}
{{- end -}}
{{- include "score-record.quote.checked" . -}}
{{- end -}}

{{- define "score-record.quote.shell" -}}
'{{- include "score-record.quote.checked" . | replace "'" "'\\''" -}}'
{{- end -}}
