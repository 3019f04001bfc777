namespace GpConnect.Foundations;

/// <summary>
/// Files with personal data: only their owner may read them, whatever the permissions of the folder and the umask are.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="IOException">The file exists already or cannot be written.</exception>
    public static FileStream Create(string path) => Open(path, FileMode.CreateNew);

    /// <summary>Appends to a file, and creates it if it is missing.</summary>
    public static void AppendAllText(string path, string text)
    {
        Ensure(path);
        Restrict(path);
        File.AppendAllText(path, text);
    }

    /// <summary>Creates an empty file if it is missing.</summary>
    public static void Ensure(string path)
    {
        if (!Path.Exists(path))
        {
            Open(path, FileMode.OpenOrCreate).Dispose();
        }
    }

    /// <summary>Restricts an existing file to its owner.</summary>
    public static void Restrict(string path)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(path) || IsDevice(path))
        {
            return;
        }

        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~Mode) != 0)
            {
                File.SetUnixFileMode(path, mode & Mode);
            }
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            // Only the owner can change the mode, and only on a writable disk; the file can be used regardless.
        }
    }

    /// <summary>A device such as /dev/null is shared by all users, and root could restrict it.</summary>
    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        return new FileStream(path, options);
    }
}
