-- wrk: letters of 4 KB, every one different, as a facilitator's system would send them.
-- TOKEN is the session's token; SEED tells rounds apart.
local letter = dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "../letter.lua")

local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end

local token, seed, count = os.getenv("TOKEN"), tonumber(os.getenv("SEED")), 0
local headers = { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. token }

function init()
  math.randomseed(seed * 1000 + id)
end

function request()
  count = count + 1
  headers["Idempotency-Key"] = string.format("bench-%d-%d-%d", seed, id, count)
  local body = string.format('{"offender_number":"N%d","offender_name":"Writer","addressee":"the person I harmed","language":"en","body":"%s"}',
    10001 + math.random(0, 39), letter(4096))
  return wrk.format("POST", "/api/v1/letters", headers, body)
end


function done(summary, latency)
  io.write(string.format('{"requests":%d,"seconds":%.3f,"errors":%d,"p50":%.3f,"p99":%.3f}\n', summary.requests, summary.duration / 1e6,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
