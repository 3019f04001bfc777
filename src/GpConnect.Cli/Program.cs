using GpConnect.Cli.Commands;
return await CommandLine.RunAsync(args);
