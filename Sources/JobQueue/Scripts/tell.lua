#!lua flags=allow-oom
-- Writes an entry to a stream, also when Redis is full: its length is bounded.
--
-- KEYS 1 stream
-- ARGV 1 most entries, 2 ms after which the stream goes when nothing more is written to it, or '', then field, value, …
-- Returns 1; 0 when the key takes nothing: it holds something else, or its last entry has the last possible id

local entry = redis.pcall('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], '*', unpack(ARGV, 3))
if type(entry) == 'table' and entry.err then return 0 end
if ARGV[2] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1
