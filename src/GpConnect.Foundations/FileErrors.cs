namespace GpConnect.Foundations;

/// <summary>
/// Explains to an operator why a file cannot be used. The text leaves out the path, because a key may have been entered instead of it.
/// </summary>
internal static class FileErrors
{
    private const int NoSpaceOnLinux = 28;
    private const int NoSpaceOnWindows = unchecked((int)0x80070070);

    public static bool IsExpected(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The mode of a file or folder, such as <c>mode 400</c>; empty where it has none or is out of reach.</summary>
    /// <param name="before">Text before the mode.</param>
    public static string ModeOf(string path, string before)
    {
        try
        {
            return OperatingSystem.IsWindows() || !Path.Exists(path) ? "" : $"{before} mode {Convert.ToString((int)File.GetUnixFileMode(path), 8).PadLeft(3, '0')}";
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return "";
        }
    }

    /// <summary>As <see cref="Describe"/>, for a folder that is created or written to.</summary>
    public static string DescribeFolder(Exception exception, string folder) => exception switch
    {
        _ when File.Exists(folder) => "that is a file; it has to be a folder",
        FileNotFoundException or DirectoryNotFoundException => "the folder cannot be created there",
        _ => Describe(exception),
    };

    /// <returns>The end of a sentence, without its full stop.</returns>
    public static string Describe(Exception exception, string? path = null) => exception switch
    {
        _ when path is not null && Directory.Exists(path) => "that is a folder; it has to be a file",
        InvalidDataException => exception.Message,
        FileNotFoundException => "there is no such file",
        DirectoryNotFoundException => "there is no such folder",
        UnauthorizedAccessException => "access is denied",
        { HResult: NoSpaceOnLinux or NoSpaceOnWindows } => "the disk is full",
        _ => "the file or its disk cannot be used",
    };
}
