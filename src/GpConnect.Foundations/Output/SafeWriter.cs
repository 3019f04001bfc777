using System.Text;

namespace GpConnect.Foundations.Output;

/// <summary>Writes text to the console after <see cref="SafeText"/> has made it safe. All output of a command passes through it.</summary>
internal sealed class SafeWriter : TextWriter
{
    private readonly TextWriter console;

    private SafeWriter(TextWriter console) => (this.console, NewLine) = (console, console.NewLine);

    public override Encoding Encoding => console.Encoding;

    /// <summary>Replaces the console's standard output and standard error.</summary>
    /// <returns>Restores both when it is disposed of.</returns>
    public static IDisposable Install()
    {
        var (output, error) = (Console.Out, Console.Error);
        Console.SetOut(new SafeWriter(output));
        Console.SetError(new SafeWriter(error));
        return new Installed(output, error);
    }

    /// <summary>Writes a text with intended line breaks, which <see cref="WriteLine(string?)"/> would escape.</summary>
    public static void WriteLines(TextWriter writer, string text) => writer.Write(text + writer.NewLine);

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <summary>Writes exactly one line; line breaks in the value are escaped.</summary>
    public override void WriteLine(string? value) => console.Write(SafeText.Line(value) + NewLine);

    public override void Write(ReadOnlySpan<char> buffer) => console.Write(SafeText.Lines(buffer));

    public override void Flush() => console.Flush();

    private sealed class Installed(TextWriter output, TextWriter error) : IDisposable
    {
        public void Dispose()
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
