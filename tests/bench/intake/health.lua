-- wrk: how long a health check takes.
function done(summary, latency)
  io.write(string.format('{"requests":%d,"p50":%.3f,"p99":%.3f}\n', summary.requests, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
