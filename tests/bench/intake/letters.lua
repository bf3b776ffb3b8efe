-- wrk: letters of 4 KB, every one different, as a facilitator's system would send them.
-- TOKEN is the session's token; SEED tells rounds apart.
local words = {}
for word in ([[I was angry and I took what was not mine that night the door stood open and nobody was home my hands shook as I
carried the radio down the stairs later the court heard how long it took you to sleep again there are days when the whole
morning goes by and I think of the street the rain and what my choice did to a family that had done nothing in the group we
write down each week what we did and who was harmed no part of it was somebody else's work on the farm begins at six and ends
when the light goes there is a class for reading and another for numbers my sister wrote once about the garden and the old tree
it does not change what happened nothing here asks anything of anyone these are only the facts as they were set out plainly]]):gmatch("%S+") do
  words[#words + 1] = word
end

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

local function letter()
  local text, size = {}, 0
  while size < 4096 do
    local word = words[math.random(#words)]
    if #text % 12 == 11 then word = word .. "." end
    text[#text + 1] = word
    size = size + #word + 1
  end
  return table.concat(text, " ")
end

function request()
  count = count + 1
  headers["Idempotency-Key"] = string.format("bench-%d-%d-%d", seed, id, count)
  local body = string.format('{"offender_number":"N%d","offender_name":"Writer","addressee":"the person I harmed","language":"en","body":"%s"}',
    10001 + math.random(0, 39), letter())
  return wrk.format("POST", "/api/v1/letters", headers, body)
end


function done(summary, latency)
  io.write(string.format('{"requests":%d,"seconds":%.3f,"errors":%d,"p50":%.3f,"p99":%.3f}\n', summary.requests, summary.duration / 1e6,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
