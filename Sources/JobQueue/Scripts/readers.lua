#!lua flags=allow-oom
-- Forgets names under which processes read a stream and that were not heard of for long. Those that still hold entries stay:
-- with a name go its entries.
--
-- KEYS 1 stream
-- ARGV 1 group, 2 idle time in ms
-- Returns how many were forgotten

local forgotten = 0
local readers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
-- There is no such stream, or no such group.
if readers.err then return 0 end
for _, fields in ipairs(readers) do
  local reader = {}
  for i = 1, #fields, 2 do reader[fields[i]] = fields[i + 1] end
  if reader.pending == 0 and reader.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], reader.name)
    forgotten = forgotten + 1
  end
end
return forgotten
