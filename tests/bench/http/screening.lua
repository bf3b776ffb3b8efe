-- wrk: letters of SIZE bytes, every one different, to be screened and answered (health_server.cpp).
local words = {}
for word in ([[I was angry and I took what was not mine that night the door stood open and nobody was home my hands shook as I
carried the radio down the stairs later the court heard how long it took you to sleep again there are days when the whole
morning goes by and I think of the street the rain and what my choice did to a family that had done nothing in the group we
write down each week what we did and who was harmed no part of it was somebody else's work on the farm begins at six and ends
when the light goes there is a class for reading and another for numbers my sister wrote once about the garden and the old tree
it does not change what happened nothing here asks anything of anyone these are only the facts as they were set out plainly]]):gmatch("%S+") do
  words[#words + 1] = word
end

local wanted = tonumber(os.getenv("SIZE") or "4096")
local headers = { ["Content-Type"] = "text/plain" }

function init()
  math.randomseed(os.time())
end

function request()
  local text, size = {}, 0
  while size < wanted do
    local word = words[math.random(#words)]
    if #text % 12 == 11 then word = word .. (#text % 60 == 59 and ".\n\n" or ".") end
    text[#text + 1] = word
    size = size + #word + 1
  end
  return wrk.format("POST", "/screen", headers, table.concat(text, " "))
end

function done(summary, latency)
  io.write(string.format('{"size":%d,"screened_a_second":%.0f,"errors":%d,"p50":%.3f,"p99":%.3f}\n', wanted,
    summary.requests / (summary.duration / 1e6),
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
