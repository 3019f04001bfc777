using GpConnect.Foundations.Practices;
using GpConnect.Functions;

// 'dotnet publish' has the function folders written.
if (args is ["functions", var folder, .. var more])
{
    var root = more is ["--service-root", var given] ? given : new ServiceRootOptions().ServiceRoot;
    if (FunctionFolders.FaultOf(root) is { } fault)
    {
        await Console.Error.WriteLineAsync($"--service-root: {fault}");
        return 2;
    }

    FunctionFolders.Write(folder, root);
    return 0;
}

return await HandlerStart.RunAsync();
