using System.CommandLine;
using GpConnect.Foundations.Errors;
using GpConnect.Foundations.Records;
using GpConnect.Foundations.Terminology;

namespace GpConnect.Cli.Commands;

/// <summary>How an operator names a Patient: by logical id, or by NHS number without leaving it in the shell's history.</summary>
internal static class PatientSelection
{
    private static readonly Argument<string?> Id = new("id") { Description = "Logical id of the Patient", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string> Practice = new("--practice")
    {
        Description = "ODS code of the practice",
        Required = true,
        HelpName = "ODS",
    };

    private static readonly Option<string?> NhsNumber = new("--nhs-number")
    {
        Description = "NHS number instead of the id; '-' reads it from standard input and keeps it out of the shell's history",
        HelpName = "number",
    };

    public static IReadOnlyList<Symbol> Symbols { get; } = [Id, Practice, NhsNumber];

    /// <exception cref="CommandException">The arguments name no record, or more than one.</exception>
    public static async ValueTask<RecordKey> FindAsync(ParseResult parsed, CommandStore store, CancellationToken cancellation)
    {
        var (id, number) = (parsed.GetValue(Id), parsed.GetValue(NhsNumber));
        if (id is null == number is null)
        {
            throw new CommandException("Name the patient by id or by --nhs-number.", 2);
        }

        var practice = await store.PracticeAsync(parsed.GetValue(Practice)!, cancellation);
        return new RecordKey(practice.OdsCode, "Patient", id ?? await FindAsync(store, practice.OdsCode, number!, cancellation));
    }

    public static CommandException Unknown(RecordKey key) => new(Foundations.Pds.NhsNumber.IsValid(key.Id)
        ? $"There is no Patient with that id at {key.Practice}. An NHS number goes to '--nhs-number -', which reads it from standard input."
        : $"There is no Patient {Redacted.Id(key.Id)} at {key.Practice}.");

    private static async ValueTask<string> FindAsync(CommandStore store, string practice, string number, CancellationToken cancellation)
    {
        var value = number == "-" ? (await Console.In.ReadLineAsync(cancellation))?.Trim() : number;
        if (!Foundations.Pds.NhsNumber.IsValid(value))
        {
            throw new CommandException("The NHS number is not ten digits with a valid check digit.", 2);
        }

        var token = store.Get<IdentifierHashes>().Of(practice, "Patient", IdentifierSystems.NhsNumber, value!);
        var entry = await store.Get<IResourceStore>().FindAsync(practice, "Patient", token, cancellation);
        return entry.Ids switch
        {
            [] => throw new CommandException($"No Patient at {practice} has that NHS number."),
            [var id] => id,
            var several => throw new CommandException($"Several records have that NHS number, name one by its id: {string.Join(", ", several.Select(Redacted.Id))}"),
        };
    }
}
