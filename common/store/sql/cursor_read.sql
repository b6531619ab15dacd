SELECT epoch, seq FROM cursor WHERE source = $1
