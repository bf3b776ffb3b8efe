-- wrk: letters of SIZE bytes, every one different, to be screened and answered (health_server.cpp).
local letter = dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "../letter.lua")
local wanted = tonumber(os.getenv("SIZE") or "4096")
local headers = { ["Content-Type"] = "text/plain" }

function init()
  math.randomseed(os.time())
end

function request()
  return wrk.format("POST", "/screen", headers, letter(wanted, true))
end

function done(summary, latency)
  io.write(string.format('{"size":%d,"screened_a_second":%.0f,"errors":%d,"p50":%.3f,"p99":%.3f}\n', wanted,
    summary.requests / (summary.duration / 1e6),
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
