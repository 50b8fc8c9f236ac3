"""`ipscore ops …`."""

import typer

from ipscore.commands.ops import catalogue, readings, report, run

app = typer.Typer(help="运营指标：目录、填报、检查、监测、对比与报告。", no_args_is_help=True)
app.command("catalogue", help="指标目录：五类指标，或一项指标的口径、阈值与勾稽关系。")(catalogue.catalogue)
app.command("template", help="写出填报表（XLSX），每个责任岗位一份。")(readings.template)
app.command("check", help="检查读数：各岗位缺报的、应核对的，以及不采用的行与原因。")(readings.check)
app.command("accounts", help="由账户明细计算账户质量指标；证件、电话与姓名不会出现在任何输出中。")(readings.accounts)
app.command("score", help="监测与对比：预警、月度汇总、同业、清算效率、改善效果，写出运行文件夹。")(run.score)
app.command("verify", help="核对运营指标的运行文件夹：文件是否改动，由读数重新计算是否一致。")(run.verify)
app.command("demo", help="写出试点的重建读数，监测与对比，并与公布数字对照。")(run.demo)
app.command("report", help="月报（一家公司）或效果评估报告，Word、PDF、网页或工作簿。")(report.report)
