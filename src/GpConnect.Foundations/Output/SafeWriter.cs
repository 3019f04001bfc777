using System.Text;

namespace GpConnect.Foundations.Output;

/// <summary>Writes to the console what <see cref="SafeText"/> makes of a text. Every line and table of a command passes here.</summary>
internal sealed class SafeWriter : TextWriter
{
    private readonly TextWriter console;

    private SafeWriter(TextWriter console) => (this.console, NewLine) = (console, console.NewLine);

    public override Encoding Encoding => console.Encoding;

    /// <summary>Puts itself before the console's output and errors.</summary>
    /// <returns>What takes it away again.</returns>
    public static IDisposable Install()
    {
        var (output, error) = (Console.Out, Console.Error);
        Console.SetOut(new SafeWriter(output));
        Console.SetError(new SafeWriter(error));
        return new Installed(output, error);
    }

    /// <summary>Writes a text whose line breaks are meant, where <see cref="WriteLine(string?)"/> would escape them.</summary>
    public static void WriteLines(TextWriter writer, string text) => writer.Write(text + writer.NewLine);

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    /// <summary>Writes one line, whatever line breaks the value has.</summary>
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
