using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GpConnect.Testing;

/// <summary>Sends stop signals to another process.</summary>
internal static partial class Interrupt
{
    private const int ControlC = 2;
    private const int Termination = 15;

    /// <summary>
    /// Restores the default action for Ctrl-C: a test run in the background ignores it, and the providers that it starts would
    /// inherit that.
    /// </summary>
    public static void RestoreDefault()
    {
        if (!OperatingSystem.IsWindows())
        {
            Signal(ControlC, handler: 0);
        }
    }

    /// <summary>Sends Ctrl-C and returns when the process has exited by itself; fails after 20 seconds.</summary>
    public static async Task SendAsync(Process process)
    {
        Assert.Equal(0, Kill(process.Id, ControlC));
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>Sends SIGTERM, and does not wait.</summary>
    public static void Terminate(Process process) => Assert.Equal(0, Kill(process.Id, Termination));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    /// <param name="handler">0 for the default action of the system.</param>
    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);
}
