using System.Diagnostics;

namespace GpConnect.Testing.Hosting;

/// <summary>
/// The output of <c>dotnet publish</c> for the provider. It is published once a run, in its own folder, where no other build
/// interferes; later runs only publish what has changed.
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

        // The compiler uses every core, and other tests run at the same time, some of them against real time limits of libraries.
        publish.PriorityClass = ProcessPriorityClass.Idle;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        Assert.True(publish.ExitCode == 0, output);
        return Path.Combine(Artifacts, "publish/GpConnect.Functions/release_linux-x64");
    }
}
