using System.Runtime.InteropServices;

namespace GpConnect.Testing.Hosting;

/// <summary>The published app runs only on the platform of its Functions app.</summary>
internal static class LinuxOnly
{
    public static bool IsHere { get; } = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;

    public static string? Reason => IsHere ? null : "Skipped, because the published app is for Linux on x64";

    /// <summary>Returns what a fixture has made; skips the test on other platforms.</summary>
    public static T Require<T>(T? made)
        where T : class
    {
        Skip.IfNot(IsHere, Reason);
        return made!;
    }
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = LinuxOnly.Reason;
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute() => Skip = LinuxOnly.Reason;
}
