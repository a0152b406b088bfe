#!lua flags=allow-oom
-- Returns the jobs of expired leases to their lanes.
--
-- ARGV 1 most leases
-- Returns {number of jobs}

local jobs = reap(tonumber(ARGV[1]))
flush()
return { jobs }
