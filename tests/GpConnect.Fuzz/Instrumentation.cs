using dnlib.DotNet;
using dnlib.DotNet.Emit;
using SharpFuzz;

namespace GpConnect.Fuzz;

/// <summary>
/// Puts a counter in front of every block of the code that reads bytes from outside, including the SDK's readers. SharpFuzz finds
/// the blocks and gives them random numbers of 16 bits. Here each gets a unique number, so that a counter identifies its code.
/// </summary>
internal static class Instrumentation
{
    /// <summary>A file with a line for each block, in the order of their numbers: the namespace, a tab, the method.</summary>
    public const string BlockList = "blocks.txt";

    /// <summary>A file with the string constants of the instrumented code, which mutations insert into inputs.</summary>
    public const string WordList = "words.txt";

    private const string Counters = "SharedMem";
    private const string Previous = "PrevLocation";

    private static readonly Dictionary<string, string[]> Namespaces = new(StringComparer.Ordinal)
    {
        ["GpConnect.Fhir.dll"] = ["GpConnect.Fhir"],
        ["GpConnect.Foundations.dll"] = ["GpConnect.Foundations"],
        ["GpConnect.Importing.dll"] = ["GpConnect.Importing"],
        ["GpConnect.Provider.dll"] =
        [
            "GpConnect.Provider.Requests", "GpConnect.Provider.Tokens", "GpConnect.Provider.Interactions", "GpConnect.Provider.Pipeline", "GpConnect.Provider.MutualTls",
        ],
        ["GpConnect.Spine.dll"] = ["GpConnect.Spine"],
        ["Hl7.Fhir.Base.dll"] = ["Hl7.Fhir.Serialization", "Hl7.Fhir.Validation"],
        ["CsvHelper.dll"] = ["CsvHelper.CsvParser", "CsvHelper.CsvReader"],
    };

    public static void Apply(string folder)
    {
        var blocks = new List<string>();
        var words = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (file, namespaces) in Namespaces)
        {
            var path = Path.Combine(folder, file);
            Fuzzer.Instrument(path, type => namespaces.Any(name => type.StartsWith(name, StringComparison.Ordinal)), Options.Value);
            Number(path, blocks, words);
        }

        File.WriteAllLines(Path.Combine(folder, BlockList), blocks);
        File.WriteAllLines(Path.Combine(folder, WordList), words);
        Console.WriteLine($"{blocks.Count} blocks are instrumented");
    }

    private static void Number(string path, List<string> blocks, SortedSet<string> words)
    {
        using var module = ModuleDefMD.Load(File.ReadAllBytes(path));
        foreach (var method in module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            var first = blocks.Count;
            Number(method, blocks);
            if (blocks.Count > first && path.Contains("GpConnect", StringComparison.Ordinal))
            {
                words.UnionWith(Words(method));
            }
        }

        module.Write(path);
    }

    /// <summary>
    /// Replaces the numbers in the code that SharpFuzz puts before a block: load the counters, load the block's number, load the
    /// previous number, …, load half the block's number, store it as the previous number.
    /// </summary>
    private static void Number(MethodDef method, List<string> blocks)
    {
        var code = method.Body.Instructions;
        for (var index = 1; index < code.Count; index++)
        {
            if (IsField(code[index - 1], OpCodes.Ldsfld, Counters))
            {
                code[index].Operand = blocks.Count;
                blocks.Add($"{NamespaceOf(method.DeclaringType)}\t{method.FullName}");
            }
            else if (IsField(code[index], OpCodes.Stsfld, Previous))
            {
                // Counts blocks instead of pairs of blocks, because the server's other threads would mix up the pairs.
                code[index - 1].Operand = 0;
            }
        }
    }

    private static IEnumerable<string> Words(MethodDef method) => method.Body.Instructions
        .Where(instruction => instruction.OpCode == OpCodes.Ldstr)
        .Select(instruction => (string)instruction.Operand)
        .Where(word => word.Length is > 1 and < 120 && !word.Contains(' ') && !word.Any(char.IsControl));

    private static bool IsField(Instruction instruction, OpCode code, string name) =>
        instruction.OpCode == code && instruction.Operand is IField field && field.Name == name && field.DeclaringType.Namespace == "SharpFuzz.Common";

    private static string NamespaceOf(TypeDef type) => type.DeclaringType is { } outer ? NamespaceOf(outer) : type.Namespace;
}
