using GpConnect.Testing.EndToEnd;
using GpConnect.Testing.Importing;

namespace GpConnect.Testing.CrashSafety;

/// <summary>
/// Operators who switch a practice, mark a patient, import and verify while the server runs. Some of their commands are killed; a
/// killed import is run again.
/// </summary>
/// <param name="disk">The disk that records their writes; null when nothing is recorded.</param>
internal sealed class Operators(IReadOnlyList<KeyValuePair<string, string>> environment, string anchors, Acknowledged acknowledged, Random random, Disk? disk = null)
{
    /// <summary>Id of a patient that no client requests.</summary>
    private const string Marked = "2";

    private const int ImportSize = 40;

    private Import? unfinished;
    private TaskCompletionSource stop = new();

    /// <summary>Runs one command after another until <see cref="Stop"/>.</summary>
    public async Task RunAsync()
    {
        for (stop = new(TaskCreationOptions.RunContinuationsAsynchronously); !stop.Task.IsCompleted;)
        {
            var import = unfinished ?? (random.Next(7) < 2 ? WriteImport() : null);
            var arguments = import is null ? Next() : ["import", import.Folder];
            var isDone = await RunAsync(arguments) == 0;
            unfinished = isDone ? null : import;
            if (isDone)
            {
                acknowledged.Add(new Commanded(import is null ? string.Join(' ', arguments.Take(2)) : "import", import?.PatientIds ?? []));
            }
        }
    }

    /// <summary>Stops <see cref="RunAsync()"/> and kills the command that is running.</summary>
    public void Stop() => stop.SetResult();

    private async Task<int> RunAsync(string[] arguments)
    {
        using var command = Executable.Run(environment, arguments);
        var end = command.EndAsync();
        await Task.WhenAny(end, stop.Task, random.Next(3) == 0 ? Task.Delay(random.Next(300, 3000)) : end);
        if (!end.IsCompleted)
        {
            using var still = disk is null ? null : await disk.StillAsync();
            command.Kill();
        }

        return await end;
    }

    /// <summary>Writes the files of a practice with new patients.</summary>
    private Import WriteImport()
    {
        var folder = TestFolders.New();
        var ids = Enumerable.Range(0, ImportSize).Select(_ => $"p{random.NextInt64():x}").ToList();
        File.WriteAllText(Path.Combine(folder, "practice.json"), TestPractice.PracticeJson);
        File.WriteAllText(
            Path.Combine(folder, "structure.json"),
            TestPractice.Bundle(TestPractice.Organization(), TestPractice.Location(), TestPractice.Practitioner()).ToJsonString());
        File.WriteAllLines(Path.Combine(folder, "patients.ndjson"), ids.Select(id => TestPractice.Patient(id, Person.New().NhsNumber).ToJsonString()));
        return new Import(folder, ids);
    }

    private string[] Next() => random.Next(5) switch
    {
        0 => ["practice", "enable", SampleData.OtherOds],
        1 => ["practice", "disable", SampleData.OtherOds],
        2 => ["patient", "mark-sensitive", Marked, "--practice", SampleData.Ods, "--reason", "test"],
        3 => ["patient", "mark-sensitive", Marked, "--practice", SampleData.Ods, "--reason", "test", "--off"],
        _ => ["audit", "verify", "--anchors", anchors],
    };

    private sealed record Import(string Folder, IReadOnlyList<string> PatientIds);
}
