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
        RequireAccess(file);
        OrphanedWal.Refuse(file);
        Create(Path.GetDirectoryName(Path.GetFullPath(file))!);
        OwnerOnly.Ensure(file);
    }

    /// <summary>A file in a folder that cannot be entered looks as if it were missing.</summary>
    /// <exception cref="StoreUnavailableException">The folder cannot be entered.</exception>
    public static void RequireAccess(string file)
    {
        var path = Path.GetFullPath(file);
        try
        {
            File.GetAttributes(path);
        }
        catch (UnauthorizedAccessException exception)
        {
            var folder = Path.GetDirectoryName(path)!;
            throw new StoreUnavailableException($"The store {path} cannot be used: its folder cannot be entered{FileErrors.ModeOf(folder, ", with")}. Check the owner and the mode of the folder.", exception);
        }
        catch (Exception exception) when (FileErrors.IsExpected(exception))
        {
            // The file is missing, which the caller handles.
        }
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
