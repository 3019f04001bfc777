namespace GpConnect.Testing.EndToEnd;

/// <summary>Folders for stores, which are all deleted when the tests end.</summary>
internal static class TestFolders
{
    private static readonly string Parent = Create();

    public static string New() => Directory.CreateDirectory(Path.Combine(Parent, Guid.NewGuid().ToString("N"))).FullName;

    public static void Delete()
    {
        if (Directory.Exists(Parent))
        {
            Directory.Delete(Parent, recursive: true);
        }
    }

    private static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("gpconnect-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete();
        return folder;
    }
}
