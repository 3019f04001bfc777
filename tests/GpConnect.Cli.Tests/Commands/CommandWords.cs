using System.CommandLine;
using GpConnect.Cli.Commands;

namespace GpConnect.Cli.Tests.Commands;

/// <summary>Every argument and option that takes a value, as the commands declare them.</summary>
internal static class CommandWords
{
    private const string Filler = "x";

    /// <summary>Left out: a command of developer builds, and the server, which would start.</summary>
    private static readonly string[] Excluded = ["functions", "serve"];

    /// <returns>Pairs of a command and its argument or option.</returns>
    public static IEnumerable<(string Command, string Symbol)> All() => Leaves(CommandLine.CreateRoot(), "")
        .Where(leaf => !Excluded.Contains(leaf.Path))
        .SelectMany(leaf => Symbols(leaf.Command).Select(symbol => (leaf.Path, symbol.Name)));

    /// <summary>The command line with the value for one argument or option, and a filler for every other required one.</summary>
    public static string[] With(string command, string symbol, string value)
    {
        var leaf = Leaves(CommandLine.CreateRoot(), "").Single(known => known.Path == command).Command;
        return
        [
            .. command.Split(' '),
            .. leaf.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0 || argument.Name == symbol).Select(Value),
            .. leaf.Options.Where(option => option.Required || option.Name == symbol).SelectMany(option => new[] { option.Name, Value(option) }),
        ];

        string Value(Symbol each) => each.Name == symbol ? value : Filler;
    }

    private static IEnumerable<(Command Command, string Path)> Leaves(Command command, string path) => command.Subcommands.Count > 0
        ? command.Subcommands.SelectMany(sub => Leaves(sub, $"{path} {sub.Name}".Trim())).Concat(command is RootCommand || command.Action is null ? [] : [(command, path)])
        : [(command, path)];

    private static IEnumerable<Symbol> Symbols(Command command) =>
        [.. command.Arguments, .. command.Options.Where(option => option.ValueType != typeof(bool) && option is not System.CommandLine.Help.HelpOption)];
}
