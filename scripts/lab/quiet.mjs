// Loaded first into a process whose standard output is not ours to write to.
console.log = console.error;
