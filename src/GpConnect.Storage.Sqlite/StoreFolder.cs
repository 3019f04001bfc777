using GpConnect.Foundations;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

/// <summary>The folder of the embedded store; it is created together with the first store in it.</summary>
internal static class StoreFolder
{
    /// <summary>Creates the folder and an empty file unless they exist.</summary>
    /// <exception cref="StoreUnavailableException">The log next to the file belongs to another file.</exception>
    public static void Prepare(string file)
    {
        OrphanedWal.Refuse(file);
        Create(Path.GetDirectoryName(Path.GetFullPath(file))!);
        OwnerOnly.Ensure(file);
    }

    /// <summary>Only its owner may access a folder that is created here, because it holds patients.</summary>
    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
