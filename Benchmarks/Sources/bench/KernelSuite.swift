/// Engine and future event set: `tools/bench kernel`.
func kernelSuite(_ options: Options) -> [Measurement] {
  holdMeasurements(options) + holdPeerMeasurements(options) + queueMeasurements(options) + pholdMeasurements(options)
}
