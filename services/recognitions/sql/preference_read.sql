SELECT ceiling, channels, note, version FROM preference WHERE member = $1
