using GpConnect.Functions.Worker;

return await WorkerStart.RunAsync(args);
