namespace GpConnect.Functions.Commands;

/// <summary>Files that hold people: nobody but the operator reads them, and nothing is overwritten.</summary>
internal static class OwnerOnly
{
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
