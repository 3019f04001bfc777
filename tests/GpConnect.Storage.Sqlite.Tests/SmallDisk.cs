using System.Diagnostics;
using GpConnect.Testing.EndToEnd;

namespace GpConnect.Storage.Sqlite.Tests;

/// <summary>A small in-memory disk for one test. Skips the test when the user has no permission to mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private static readonly string[] WithoutPassword = ["-n"];

    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    public static SmallDisk Mount(int megabytes)
    {
        var folder = TestFolders.New();
        var isMounted = OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=777", "none", folder);
        if (!isMounted && Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail("No disk can be mounted");
        }

        Skip.IfNot(isMounted, "Skipped, because no disk can be mounted without root");
        return new SmallDisk(folder);
    }

    /// <summary>Writes a file that leaves this many megabytes free.</summary>
    public void FillTo(int megabytes)
    {
        var size = new DriveInfo(Folder).AvailableFreeSpace - megabytes * 1024L * 1024;
        using var file = new FileStream(Filler, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = size });
    }

    public void Clear() => File.Delete(Filler);

    public void Dispose() => Run("umount", Folder);

    private static bool Run(string command, params string[] arguments) =>
        Start(command, arguments) || Start("sudo", [.. WithoutPassword, command, .. arguments]);

    private static bool Start(string command, string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
