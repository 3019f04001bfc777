using System.Reflection;
using GpConnect.Testing;
using GpConnect.Testing.Audit;

namespace GpConnect.Delivery.Tests.Requirements;

/// <summary>The tests of every project below <c>tests</c>; the project file has them built first.</summary>
internal static class AllTests
{
    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. Load()];

    /// <summary>Every public method of a test class, those that it inherits included.</summary>
    public static IReadOnlyList<MethodInfo> Methods { get; } =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)),
    ];

    private static IEnumerable<Assembly> Load()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var projects = Directory.GetDirectories(Repository.File("tests"), "GpConnect.*.Tests").Select(folder => Path.GetFileName(folder)!);
        var others = projects.Where(project => project != typeof(AllTests).Assembly.GetName().Name)
            .Select(project => Assembly.LoadFrom(Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, $"{project}.dll")));
        return [typeof(AllTests).Assembly, typeof(TrailContract).Assembly, .. others];
    }
}
