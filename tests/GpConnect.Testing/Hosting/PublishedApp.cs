using System.Diagnostics;

namespace GpConnect.Testing.Hosting;

/// <summary>
/// What <c>dotnet publish</c> makes of the provider. It is made once a run, in a folder of its own, where no other build
/// can get in its way; later runs only publish what has changed.
/// </summary>
internal static class PublishedApp
{
    private static readonly string Artifacts = Repository.File("artifacts/test-publish");

    private static readonly Lazy<Task<string>> Published = new(PublishAsync);

    public static string Zip => Path.Combine(Artifacts, "publish/GpConnect.Functions.zip");

    public static Task<string> FolderAsync() => Published.Value;

    private static async Task<string> PublishAsync()
    {
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", Repository.File("src/GpConnect.Functions"), "-c", "Release", $"-p:ArtifactsPath={Artifacts}", "-nodeReuse:false"])
        {
            RedirectStandardOutput = true,
        })!;

        // Other tests run beside it, some of them against clocks of libraries, and a compiler on every core is in no hurry.
        publish.PriorityClass = ProcessPriorityClass.Idle;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, output);
        return Path.Combine(Artifacts, "publish/GpConnect.Functions/release_linux-x64");
    }
}
