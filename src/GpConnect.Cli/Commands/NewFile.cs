namespace GpConnect.Cli.Commands;

/// <summary>A file that a command is about to write. Nothing is ever overwritten.</summary>
internal static class NewFile
{
    /// <returns>The whole path.</returns>
    /// <exception cref="CommandException">The file already exists, or its folder does not.</exception>
    public static string At(string path)
    {
        var file = Path.GetFullPath(path);
        if (Path.Exists(file))
        {
            throw new CommandException($"{file} already exists; nothing is overwritten.");
        }

        return Directory.Exists(Path.GetDirectoryName(file))
            ? file
            : throw new CommandException($"There is no folder {Path.GetDirectoryName(file)}.");
    }
}
