using GpConnect.Functions.Commands;

return await CommandLine.RunAsync(args);
