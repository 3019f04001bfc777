using System.CommandLine;
using GpConnect.Cli.Commands;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>Every place of the command line where an operator types a value, as the commands themselves declare it.</summary>
internal static class CommandWords
{
    private const string Other = "x";

    /// <summary>Commands of a developer's build, and options of the server, which would start.</summary>
    private static readonly string[] Left = ["functions", "serve"];

    /// <returns>Pairs of a command and the argument or option.</returns>
    public static IEnumerable<(string Command, string Symbol)> All() => Leaves(CommandLine.CreateRoot(), "")
        .Where(leaf => !Left.Contains(leaf.Path))
        .SelectMany(leaf => Symbols(leaf.Command).Select(symbol => (leaf.Path, symbol.Name)));

    /// <summary>The command with the value in its place, and something in every other that has to be filled.</summary>
    public static string[] With(string command, string symbol, string value)
    {
        var leaf = Leaves(CommandLine.CreateRoot(), "").Single(known => known.Path == command).Command;
        return
        [
            .. command.Split(' '),
            .. leaf.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 || argument.Name == symbol).Select(Value),
            .. leaf.Options.Where(option => option.Required || option.Name == symbol).SelectMany(option => new[] { option.Name, Value(option) }),
        ];

        string Value(Symbol place) => place.Name == symbol ? value : Other;
    }

    private static IEnumerable<(Command Command, string Path)> Leaves(Command command, string path) => command.Subcommands.Count > 0
        ? command.Subcommands.SelectMany(sub => Leaves(sub, $"{path} {sub.Name}".Trim())).Concat(command is RootCommand || command.Action is null ? [] : [(command, path)])
        : [(command, path)];

    private static IEnumerable<Symbol> Symbols(Command command) =>
        [.. command.Arguments, .. command.Options.Where(option => option.ValueType != typeof(bool) && option is not System.CommandLine.Help.HelpOption)];
}
