using GpConnect.Foundations;
using GpConnect.Foundations.Records;

namespace GpConnect.Storage.Sqlite;

/// <summary>The folder of the embedded store, which is made with the first store in it.</summary>
internal static class StoreFolder
{
    /// <summary>Makes the folder and an empty file unless they are there.</summary>
    /// <exception cref="StoreUnavailableException">A log of another file is there.</exception>
    public static void Prepare(string file)
    {
        OrphanedWal.Refuse(file);
        Create(Path.GetDirectoryName(Path.GetFullPath(file))!);
        OwnerOnly.Ensure(file);
    }

    /// <summary>A folder that is made here is its owner's alone: it holds patients.</summary>
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
