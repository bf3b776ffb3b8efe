-- One letter of at least `wanted` bytes, different from all others; with `paragraphs` an empty line after five sentences.
local words = {}
for word in ([[I was angry and I took what was not mine that night the door stood open and nobody was home my hands shook as I
carried the radio down the stairs later the court heard how long it took you to sleep again there are days when the whole
morning goes by and I think of the street the rain and what my choice did to a family that had done nothing in the group we
write down each week what we did and who was harmed no part of it was somebody else's work on the farm begins at six and ends
when the light goes there is a class for reading and another for numbers my sister wrote once about the garden and the old tree
it does not change what happened nothing here asks anything of anyone these are only the facts as they were set out plainly]]):gmatch("%S+") do
  words[#words + 1] = word
end

return function(wanted, paragraphs)
  local text, size = {}, 0
  while size < wanted do
    local word = words[math.random(#words)]
    if #text % 12 == 11 then word = word .. (paragraphs and #text % 60 == 59 and ".\n\n" or ".") end
    text[#text + 1] = word
    size = size + #word + 1
  end
  return table.concat(text, " ")
end
