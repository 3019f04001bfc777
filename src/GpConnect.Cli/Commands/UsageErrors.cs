using System.CommandLine;
using System.CommandLine.Parsing;
using GpConnect.Foundations.Errors;

namespace GpConnect.Cli.Commands;

/// <summary>Finds what is wrong with the arguments of a command, before it does anything.</summary>
internal static class UsageErrors
{
    /// <returns>One line; null when nothing is wrong.</returns>
    public static string? Of(ParseResult parsed) => MissingVerb(parsed) ?? (parsed.Errors is [var first, ..]

        // The message repeats what was typed, on several lines if there are suggestions.
        ? Redacted.Id(string.Join(' ', first.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        : Blank(parsed.CommandResult));

    /// <summary>A command that only groups others was given alone.</summary>
    private static string? MissingVerb(ParseResult parsed) =>
        parsed.CommandResult.Command is { Action: null, Subcommands: [_, ..] verbs } command && parsed.UnmatchedTokens.Count == 0
            ? $"'{command.Name}' needs one of its commands: {string.Join(", ", verbs.Select(verb => verb.Name))}."
            : null;

    /// <summary>A blank argument is most often an unset variable of a script; used as a name it would mean something else.</summary>
    private static string? Blank(SymbolResult? command)
    {
        for (; command is CommandResult { Children: var children }; command = command.Parent)
        {
            if (children.FirstOrDefault(child => child.Tokens.Any(word => string.IsNullOrWhiteSpace(word.Value))) is { } blank)
            {
                return $"{Name(blank)} is blank.";
            }
        }

        return null;
    }

    private static string Name(SymbolResult result) => result switch
    {
        OptionResult { Option.Name: var name } => name,
        ArgumentResult { Argument.Name: var name } => $"<{name}>",
        _ => "An argument",
    };
}
