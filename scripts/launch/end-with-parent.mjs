// Loaded first into each child: the channel to the parent breaks when the parent dies, whatever it died of.
if (process.channel) {
  process.once('disconnect', () => process.exit(1))
  process.channel.unref() // listening must not keep the child alive
}
