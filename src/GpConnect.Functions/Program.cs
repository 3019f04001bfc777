using GpConnect.Foundations.Practices;
using GpConnect.Functions;

// 'dotnet publish' runs this to write the function folders.
if (args is ["functions", var folder, .. var more])
{
    var root = more is ["--service-root", var given] ? given : new ServiceRootOptions().ServiceRoot;
    if (FunctionFolders.ErrorOf(root) is { } error)
    {
        await Console.Error.WriteLineAsync($"--service-root: {error}");
        return 2;
    }

    FunctionFolders.Write(folder, root);
    return 0;
}

return await HandlerStart.RunAsync();
