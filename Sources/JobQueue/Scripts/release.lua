#!lua flags=allow-oom
-- Hands jobs back to the head of their lane; nothing is counted.
--
-- ARGV 1 fence, 2 '1' when each is to be claimed alone, 3… job ids
-- Returns {number of jobs handed back}

local fence, left = ARGV[1], 0
for i = #ARGV, 3, -1 do
  local id = ARGV[i]
  local text = redis.call('HGET', JOBS, id)
  local r = text and parse(text)
  if r and r.state == 'A' and r.fence == fence then
    left = left + 1
    r.flags = without(r.flags, 'vs')
    if ARGV[2] == '1' and not has(r.flags, 'o') then r.flags = r.flags .. 'o' end
    make_ready(id, r, true)
  end
end
leave(fence, left)
flush()
return { left }
