#!lua flags=allow-oom
-- Hands jobs back to the head of their lane. A try that had not begun to write is not counted.
--
-- ARGV 1 fence, 2 letters: o when each is to be claimed alone, b when writing had begun, 3… job ids
-- Returns {number of jobs handed back}

local fence, left = ARGV[1], 0
for i = #ARGV, 3, -1 do
  local id = ARGV[i]
  local text = redis.call('HGET', JOBS, id)
  local r = text and parse(text)
  if r and r.state == 'A' and r.fence == fence then
    left = left + 1
    r.flags = without(r.flags, 'vs')
    if has(ARGV[2], 'o') and not has(r.flags, 'o') then r.flags = r.flags .. 'o' end
    if has(ARGV[2], 'b') then r.attempts = r.attempts + 1 end
    make_ready(id, r, true)
  end
end
leave(fence, left)
flush()
return { left }
